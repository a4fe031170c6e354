# Image mirrors of one cluster, managed by Terraform and applied through the functions: the provider uses the stack in
# place of OCM, and nothing else changes. Each mirror gets a history entry with the user of the credentials.

terraform {
  required_version = ">= 1.5"

  required_providers {
    rhcs = {
      source  = "terraform-redhat/rhcs"
      version = ">= 1.7.2"
    }
  }
}

provider "rhcs" {
  url           = var.url
  token_url     = var.token_url
  client_id     = var.client_id
  client_secret = var.client_secret
}

resource "rhcs_image_mirror" "this" {
  for_each = var.mirrors

  cluster_id = var.cluster_id
  type       = "digest"
  source     = each.key
  mirrors    = each.value
}

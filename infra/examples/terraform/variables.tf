variable "url" {
  description = "The stack's output OcmProxyUrl; on a local stack http://127.0.0.1:8080."
  type        = string
}

variable "token_url" {
  description = "The token URL of your SSO, as without the functions; on a local stack, `serve` prints it."
  type        = string
  default     = "https://sso.redhat.com/auth/realms/redhat-external/protocol/openid-connect/token"
}

variable "client_id" {
  description = "Your service account: OCM is called with its permissions, and the history names it."
  type        = string
}

variable "client_secret" {
  description = "The secret of the service account."
  type        = string
  sensitive   = true
}

variable "cluster_id" {
  description = "The cluster's ID (not its name): `rosa describe cluster -c NAME` shows it."
  type        = string
}

variable "mirrors" {
  description = "The mirrors of each source, in the order in which nodes try them."
  type        = map(list(string))

  validation {
    condition     = alltrue([for mirrors in values(var.mirrors) : length(mirrors) > 0])
    error_message = "Each source needs at least one mirror."
  }
}

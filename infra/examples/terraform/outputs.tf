output "image_mirror_ids" {
  description = "The ID of each source's image mirror."
  value       = { for source, mirror in rhcs_image_mirror.this : source => mirror.id }
}

"""GKE: clusters, node pools, Autopilot pods, what Kubernetes objects make the cloud provide, backups."""

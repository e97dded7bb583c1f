"""GKE: clusters, node pools, Autopilot, Backup for GKE, and what Kubernetes objects claim."""

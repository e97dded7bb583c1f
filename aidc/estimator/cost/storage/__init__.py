"""Storage services: buckets and their caches, Filestore, Lustre, Parallelstore."""

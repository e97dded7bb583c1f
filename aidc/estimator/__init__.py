"""What a plan or a record will cost and how fast it will run. Never imports Pulumi."""

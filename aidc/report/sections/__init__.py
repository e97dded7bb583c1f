"""The sections of the plan page, one file for each. They print numbers that a plan or a record holds."""

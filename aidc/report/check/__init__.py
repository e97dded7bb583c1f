"""What the policies say, for every reader: terminal, pull request, code scanning, test reports."""

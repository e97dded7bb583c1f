"""The recorded resources of any Pulumi program: what the policies judge and the cost estimator prices."""

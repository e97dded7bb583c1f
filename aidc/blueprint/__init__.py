"""Intent to decisions: schema, loader, plan, names and addresses. Pure: no Pulumi, network, clock or environment."""

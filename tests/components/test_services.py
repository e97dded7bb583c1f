"""The APIs of the project: enabled, and left enabled."""

from __future__ import annotations


def test_apis_are_enabled_and_outlive_the_stack(declare, plan_of):
    plan = plan_of()

    def program():
        from components.services import Services

        Services(plan.services, project="acme-lab")

    enabled = declare(program).all("gcp:projects/service:Service")
    assert [service.inputs["service"] for service in enabled] == list(plan.services.names)
    assert all(service.inputs["disableOnDestroy"] is False for service in enabled), "another stack may need them (trap T082)"
    assert {service.inputs["project"] for service in enabled} == {"acme-lab"}

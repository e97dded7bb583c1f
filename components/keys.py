"""Key rings, keys, and the grants of the service agents that use them."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.keys import KeyPlan, KeysPlan, RingPlan

GRANT = "roles/cloudkms.cryptoKeyEncrypterDecrypter"


class Keys(pulumi.ComponentResource):
    """A ring in each location, one key per use. Owns the grants; what uses a key takes it from `usable`, which waits for them."""

    usable: dict[str, pulumi.Output[str]]
    """Full key names by key id."""

    def __init__(self, plan: KeysPlan, *, project: str, labels: dict[str, str], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:foundation:Keys", "keys", None, opts)
        self._plan, self._project, self._labels = plan, project, labels
        self._identities = [
            gcp.projects.ServiceIdentity(
                service.partition(".")[0], project=project, service=service, opts=pulumi.ResourceOptions(parent=self)
            )
            for service in plan.identities
        ]
        rings = {ring.location: self._ring(ring) for ring in plan.rings}
        self.usable = {key.id: self._grant(key, self._key(key, rings)) for key in plan.keys}
        self.register_outputs({"usable": dict(self.usable)})

    def _ring(self, plan: RingPlan) -> pulumi.Output[str]:
        ring = gcp.kms.KeyRing(
            plan.resource_name, name=plan.name, project=self._project, location=plan.location, opts=pulumi.ResourceOptions(parent=self)
        )
        return ring.name.apply(lambda _: plan.uri)

    def _key(self, key: KeyPlan, rings: dict[str, pulumi.Output[str]]) -> pulumi.Output[str]:
        if key.existing:
            return pulumi.Output.from_input(key.existing)
        ring = rings[key.location]
        crypto_key = gcp.kms.CryptoKey(
            f"{key.id}-key",
            name=key.name,
            key_ring=ring,
            purpose="ENCRYPT_DECRYPT",
            rotation_period=f"{self._plan.rotation_seconds}s" if self._plan.rotation_seconds else None,
            destroy_scheduled_duration=f"{self._plan.destroy_after_seconds}s",
            version_template=gcp.kms.CryptoKeyVersionTemplateArgs(
                algorithm="EXTERNAL_SYMMETRIC_ENCRYPTION" if key.external_uri else "GOOGLE_SYMMETRIC_ENCRYPTION",
                protection_level=self._plan.protection,
            ),
            skip_initial_version_creation=True if key.external_uri else None,
            labels=self._labels,
            # Deleting a key destroys its versions, and with them all that it encrypted.
            opts=pulumi.ResourceOptions(parent=self, protect=self._plan.guarded),
        )
        # Its full name instead of its id: a preview knows it already, so whoever judges the preview sees which key is used.
        uri = pulumi.Output.all(ring, crypto_key.name).apply(lambda known: f"{known[0]}/cryptoKeys/{known[1]}")
        return self._external_version(key, uri) if key.external_uri else uri

    def _external_version(self, key: KeyPlan, uri: pulumi.Output[str]) -> pulumi.Output[str]:
        """Point the key at its external material; until then it encrypts nothing."""
        version = gcp.kms.CryptoKeyVersion(
            f"{key.id}-key-version",
            crypto_key=uri,
            external_protection_level_options=gcp.kms.CryptoKeyVersionExternalProtectionLevelOptionsArgs(external_key_uri=key.external_uri),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return pulumi.Output.all(uri, version.crypto_key).apply(lambda resolved: resolved[0])

    def _grant(self, key: KeyPlan, key_id: pulumi.Input[str]) -> pulumi.Output[str]:
        grants = [
            gcp.kms.CryptoKeyIAMMember(
                f"{key.id}-key-{agent.partition('@')[2].partition('.')[0]}",
                crypto_key_id=key_id,
                role=GRANT,
                member=agent,
                # An agent that was never asked for does not exist, and cannot be granted anything.
                opts=pulumi.ResourceOptions(parent=self, depends_on=self._identities),
            )
            for agent in key.agents
        ]
        # The key becomes usable with its last grant: whoever takes this output waits for all of them, at creation and at deletion.
        return pulumi.Output.all(key_id, *[grant.role for grant in grants]).apply(lambda resolved: resolved[0])

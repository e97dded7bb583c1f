"""The simulated Google Cloud and its adapters: in process, as a provider plugin, and under the real engine."""

"""Which types cost money: one class for every type of the provider."""

from aidc.estimator.cost.types.assessed import Assessment, class_of, every_type

__all__ = ["Assessment", "class_of", "every_type"]

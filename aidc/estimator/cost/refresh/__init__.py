"""From the SKUs of the Cloud Billing Catalog to a candidate set of price tables. Pure: whoever calls it brings the SKUs and the day.

SKU → what it prices (`description`) → rates by item, region and term (`collect`) → machines as sums (`machines`) → candidate tables
(`candidate`) → what moved (`change`). Only the command line imports this package.
"""

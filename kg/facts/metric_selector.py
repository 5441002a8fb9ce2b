"""Which quantities are worth a fact."""

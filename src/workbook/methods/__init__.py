"""The methods: one per file, pure functions from columns to columns, the formula bare, its source named."""

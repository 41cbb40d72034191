"""Parts of the parser tree, one module a subject."""

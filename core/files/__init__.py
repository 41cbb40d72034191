"""Files of a dossier: what they are by their content, and what is shown of them."""

"""The bundled scenarios: one YAML file each, in folders by topic."""

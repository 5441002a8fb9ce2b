"""CityKG."""

"""The shape of the house: rooms, import order, top level, files, dependencies, README."""

"""The ground: five shelves with no business word in any of them."""

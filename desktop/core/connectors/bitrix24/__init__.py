"""The Bitrix24 backend over REST, written from its public documentation: see docs/decisions for the two modes."""

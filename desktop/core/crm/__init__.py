"""By what rules a mail is saved to the CRM. Pure: facts in, a decision with its reason out."""

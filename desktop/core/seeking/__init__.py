"""The search that goes on where the copy here ends: asks servers, reads only, keeps what is found in memory alone."""

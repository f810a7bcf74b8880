"""Lists in .csv and .xlsx, as a person reads them."""

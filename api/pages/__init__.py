"""The pages that people see: templates, styles and small modules of script, all served from here."""

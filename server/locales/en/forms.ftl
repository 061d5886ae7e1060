### Forms: what all of them share, then their fields.

form-refused = This could not be accepted yet
form-optional = (optional)
form-save = Save
form-cancel = Cancel
error-prefix = Error:
error-required = Please fill this in.
error-choice = Please choose one of the options.

field-language = Language of the interface
    .hint = Texts stay in the language in which they were written.
field-zone = Time zone
    .hint = Times are shown in this zone. Deadlines always name it.
field-theme = Light or dark

preferences-title = Language, time zone and theme
preferences-intro = These choices are kept in this browser.
done-preferences = Your preferences have been saved.
theme-auto = As my device is set
theme-light = Light
theme-dark = Dark

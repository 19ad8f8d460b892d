/* The button of the second factor asks the security key. */
"use strict";

window.allauth.webauthn.forms.authenticateForm({
  ids: { authenticate: "use-key", credential: "id_credential", data: "key-data" },
});

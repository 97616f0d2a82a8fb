// Shows times in the visitor's own zone: tells the server which one the browser lives in, and submits a changed choice.
const form = document.querySelector("form[data-zone]");
if (form) {
  const select = form.elements.namedItem("z");
  select.addEventListener("change", () => form.submit());
  form.querySelector("button").hidden = true;
  // Some browsers still say the former names of these places.
  const today = { "Asia/Saigon": "Asia/Ho_Chi_Minh", "Asia/Calcutta": "Asia/Kolkata", "Asia/Katmandu": "Asia/Kathmandu" };
  const said = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const here = today[said] ?? said;
  const isAsked = new URLSearchParams(location.search).has("z");
  if (form.dataset.zone === "guessed" && !isAsked && here && here !== select.value) {
    const known = [...select.options].some((one) => one.value === here);
    if (known) {
      select.value = here;
      form.submit();
    }
  }
}

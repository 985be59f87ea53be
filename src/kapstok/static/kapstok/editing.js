// After a row was added, the keyboard goes on in that row. Everything else works without this.
document.documentElement.classList.add("scripted");

let added = "";

document.addEventListener("htmx:configRequest", (event) => {
  const act = event.detail.parameters.act || "";
  added = act.startsWith("more:") ? act.slice("more:".length) : "";
});

document.addEventListener("htmx:afterSettle", () => {
  if (!added) return;
  const names = [...document.querySelectorAll("#blad [name]:not([type=hidden])")];
  const ofRow = names.filter((field) => field.name.startsWith(`${added}-`));
  const number = (field) => Number(field.name.slice(added.length + 1).split("-")[0]);
  const last = Math.max(...ofRow.map(number));
  const first = ofRow.find((field) => number(field) === last && field.tagName !== "BUTTON");
  added = "";
  if (first) first.focus();
});

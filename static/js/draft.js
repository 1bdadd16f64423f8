// Keeps what was typed when the page is left without its button: a phone that locks, another app, a closed tab.
const form = document.querySelector("form[data-draft]");
if (form) {
  let changed = false;
  let sending = false;
  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", () => {
    sending = true;
  });
  const keep = () => {
    if (!changed || sending) return;
    changed = false;
    const answers = new FormData(form);
    answers.set("keep", "quietly");
    fetch(form.action, { method: "POST", body: answers, keepalive: true }).catch(() => {
      changed = true;
    });
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
  window.setInterval(keep, 20000);
}

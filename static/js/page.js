// Small comforts; every page works without them. A button carries what it does in a data attribute.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

document.querySelectorAll("[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const said = document.getElementById(button.getAttribute("aria-describedby"));
    if (said) said.textContent = button.dataset.copied;
  });
});

// A part that changes by itself is fetched anew while somebody looks at it. It ends a while after the last touch, so
// that whoever left the desk is signed out all the same.
document.querySelectorAll("[data-refresh]").forEach((part) => {
  const every = Number(part.dataset.refresh) * 1000;
  const patience = 10 * 60 * 1000;
  let touched = Date.now();
  const touch = () => { touched = Date.now(); };
  ["pointerdown", "keydown", "scroll"].forEach((name) => document.addEventListener(name, touch, { passive: true }));
  setInterval(async () => {
    if (document.hidden || Date.now() - touched > patience || part.contains(document.activeElement)) return;
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin" });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
      if (fresh) part.innerHTML = fresh.innerHTML;
    } catch {
      // Away for a moment: what stands there names its own time.
    }
  }, every);
});

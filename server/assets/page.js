// What makes pages a little kinder with script: times in the reader's own zone on
// the first visit, and menus that close when one looks elsewhere.

const root = document.documentElement;

function rememberZone() {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `zone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  for (const element of document.querySelectorAll("time[data-style]")) {
    writeTime(element, zone);
  }
}

function writeTime(element, timeZone) {
  const at = new Date(element.dateTime);
  if (Number.isNaN(at.getTime())) return;
  const styles = {
    day: { dateStyle: "long" },
    moment: { dateStyle: "medium", timeStyle: "short" },
    deadline: {
      weekday: "long", day: "numeric", month: "long", year: "numeric",
      hour: "2-digit", minute: "2-digit", timeZoneName: "long",
    },
  };
  const language = root.lang === "en" ? "en-GB" : root.lang.replace("-XA", "-GB").replace("ar-XB", "en-GB");
  const write = (style) => new Intl.DateTimeFormat(language, { ...styles[style], timeZone }).format(at);
  element.textContent = write(element.dataset.style);
  element.title = write("deadline");
}

if (root.hasAttribute("data-zone-unknown")) rememberZone();

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  if (!open) return;
  closeMenus(null);
  open.querySelector("summary").focus();
});

function closeMenus(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

// An error summary takes the focus, so that it is read first.
document.querySelector(".error-summary")?.focus();

// What is shown to be copied is selected by one click; where the browser lets us, a button copies it.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const source = document.getElementById(button.dataset.copies);
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent);
    document.getElementById("announcer").textContent = button.dataset.copied;
  });
}

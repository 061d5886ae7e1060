// Keeps it true how long there is left until something is due. The words change by the minute at
// most, and nothing announces them.

const language = document.documentElement.lang.replace("-XA", "-GB").replace("ar-XB", "en-GB");
const words = new Intl.RelativeTimeFormat(language, { numeric: "always" });

function left(until, now) {
  const minutes = Math.floor((until - Date.now()) / 60_000);
  if (minutes >= 2_880) return words.format(Math.floor(minutes / 1_440), "day");
  if (minutes >= 120) return words.format(Math.floor(minutes / 60), "hour");
  return minutes >= 1 ? words.format(minutes, "minute") : now;
}

function count() {
  for (const element of document.querySelectorAll(".countdown[data-until]")) {
    const text = left(Date.parse(element.dataset.until), element.dataset.now);
    if (element.textContent !== text) element.textContent = text;
  }
}

count();
setInterval(count, 15_000);
addEventListener("pageshow", count);

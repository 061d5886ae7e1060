// Checks pages for what hinders people.
import { AxeBuilder } from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";

/** A desk and a telephone. */
const SIZES = {
  wide: { width: 1280, height: 900 },
  narrow: { width: 360, height: 740 },
} as const;

/** How a page is shown. */
export interface Look {
  readonly theme: "light" | "dark";
  readonly size: keyof typeof SIZES;
}

/** The language of English mirrored from right to left. */
export const MIRRORED = "ar-XB";

/** A language from left to right and one from right to left. */
export const LANGUAGES = ["en-GB", MIRRORED] as const;

/** Every theme in every size. */
export const LOOKS: readonly Look[] = [
  { theme: "light", size: "wide" },
  { theme: "dark", size: "narrow" },
  { theme: "dark", size: "wide" },
  { theme: "light", size: "narrow" },
];

/** Expects that axe finds nothing serious and that nothing sticks out sideways. */
export async function expectAccessible(page: Page, look: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: look.theme, reducedMotion: "reduce" });
  await page.setViewportSize(SIZES[look.size]);
  const where = `${page.url()}, ${look.theme}, ${look.size}`;
  expect.soft(await serious(page), where).toEqual([]);
  expect.soft(await excess(page), `${where}: what is wider than the window`).toEqual([]);
}

async function serious(page: Page): Promise<string[]> {
  // Our pages have no frames of others, so axe need not gather its findings in a page of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => `${one.id}: ${one.help}\n    ${one.nodes.map((node) => node.html).join("\n    ")}`);
}

/** Lists what makes the page scroll sideways, innermost elements only. */
function excess(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const sticksOut = (element: Element): boolean => {
      const { left, right } = element.getBoundingClientRect();
      return right > root.clientWidth + 1 || left < -1;
    };
    return [...document.body.querySelectorAll("*")]
      .filter((element) => sticksOut(element) && ![...element.children].some(sticksOut))
      .map((element) => element.outerHTML.slice(0, 200));
  });
}

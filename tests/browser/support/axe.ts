// Checks pages for what hinders people: both themes, a desk and a telephone, both directions.
import { AxeBuilder } from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";

/** Sizes at which every page must work. */
const SIZES = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
] as const;

/** Expects that axe finds nothing serious and that nothing sticks out sideways. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      const where = `${what}, ${colorScheme}, ${size.width} px`;
      await expectNothingSerious(page, where);
      await expectNoSidewaysScrolling(page, where);
    }
  }
}

async function expectNothingSerious(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => `${one.id}: ${one.help}\n    ${one.nodes.map((node) => node.html).join("\n    ")}`);
  expect(serious, where).toEqual([]);
}

async function expectNoSidewaysScrolling(page: Page, where: string): Promise<void> {
  const excess = await page.evaluate(() => {
    const root = document.documentElement;
    return root.scrollWidth - root.clientWidth;
  });
  expect(excess, `${where}: pixels wider than the window`).toBeLessThanOrEqual(0);
}

// Opens a page in headless Chromium and prints the text of every frame, once a text has come.
// usage: node replay.mjs URL SCREENSHOT WAIT_FOR; CHROMIUM names the browser.
import puppeteer from "puppeteer-core";

const [, , url, picture, wanted] = process.argv;
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
});
const page = await browser.newPage();
await page.setViewport({ width: 1000, height: 700 });

// A frame is gone while it is asked when the page goes on to the next one.
const text = (frame) => frame.evaluate(() => document.body?.innerText ?? "").catch(() => "");
const texts = async () => Promise.all(page.frames().map(text));

await page.goto(url, { waitUntil: "load" });
// The service worker that replays is there from the second load on.
await page.evaluate(async () => {
  const registered = async () => (await navigator.serviceWorker.getRegistrations())[0]?.active;
  for (let tries = 0; tries < 50 && !(await registered()); tries++)
    await new Promise((done) => setTimeout(done, 200));
});
await page.reload({ waitUntil: "load" });
let found = [];
for (let tries = 0; tries < 60; tries++) {
  found = await texts();
  if (found.some((one) => one.includes(wanted))) break;
  await new Promise((done) => setTimeout(done, 500));
}
await page.screenshot({ path: picture });
console.log(JSON.stringify(found));
await browser.close();

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "@playwright/test";
import { demoPassword } from "./demo.ts";
import { withOwnServer } from "./own.ts";
import { applied } from "./story.ts";

export interface SitePage {
  /** Of the server whose chat it embeds. */
  server: string;
  inbox?: string;
  /** More attributes of the script's tag. */
  tag?: string;
  lang?: string;
  style?: string;
  policy?: string;
}

/** What a page that holds nothing but what is written here has to allow for the chat. */
export function strictPolicy(server: string): string {
  const live = server.replace(/^http/, "ws");
  return `default-src 'none'; script-src ${server}; connect-src ${server} ${live}; img-src ${server}; require-trusted-types-for 'script'`;
}

/** Somebody's web site on an origin of its own, with a page for every name. */
export class Site {
  readonly origin: string;
  private readonly server: Server;
  private readonly pages = new Map<string, SitePage>();

  private constructor(server: Server) {
    this.server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<Site> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const site = new Site(server);
    server.on("request", (request, response) => {
      const page = site.pages.get(new URL(request.url ?? "/", site.origin).pathname);
      response.writeHead(page === undefined ? 404 : 200, {
        "Content-Type": "text/html; charset=utf-8",
        ...(page?.policy !== undefined && { "Content-Security-Policy": page.policy }),
      });
      response.end(page === undefined ? "" : markup(page));
    });
    return site;
  }

  /** Puts a page on the site and says its address. */
  page(path: string, page: SitePage): string {
    this.pages.set(path, page);
    return this.origin + path;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}

function markup({ server, inbox = "help", tag = "", lang = "en", style = "" }: SitePage): string {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Casa Lumen</title>
${style === "" ? "" : `<style>${style}</style>`}
<script src="${server}/chat.js" data-inbox="${inbox}" ${tag} async></script>
</head>
<body>
<main>
<h1>Casa Lumen</h1>
<p>Lamps for people who read late.</p>
<p><button type="button" id="buy">Buy</button></p>
</main>
</body>
</html>`;
}

interface SiteFixture {
  /** A web site on another origin; the demo's inboxes may be embedded in it. */
  site: Site;
}

/** A server for one file alone, and a web site with its chat. */
export function withSite() {
  return withOwnServer().extend<object, SiteFixture>({
    site: [
      async ({ browser, server }, use) => {
        const site = await Site.open();
        await allow(browser, server.url, site.origin);
        await use(site);
        await site.close();
      },
      { scope: "worker" },
    ],
  });
}

/** Puts an origin on the list of the demo's inboxes, in the place of one that is there. */
async function allow(browser: Browser, baseURL: string, origin: string): Promise<void> {
  const page = await browser.newPage({ baseURL });
  await page.request.post("/api/v1/session", { data: { login: "admin", password: demoPassword("admin") } });
  await applied(page, (file) => file.replaceAll("http://localhost:8090", origin));
  await page.context().close();
}

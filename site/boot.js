
// The first script of the page. A release puts it into index.html itself, before anything that has an address, since
// it decides what addresses are relative to. Its fingerprint stands in the Content-Security-Policy.
(() => {
  "use strict";

  const places = __PLACES__;
  const root = document.documentElement;
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const build = meta("burrow-build");

  // A browser may be set to refuse storage; then nothing is remembered and everything else works.
  const remembered = (store, key) => {
    try {
      return window[store].getItem(key);
    } catch {
      return null;
    }
  };
  const remember = (store, key, value) => {
    try {
      if (value === null) window[store].removeItem(key);
      else window[store].setItem(key, value);
    } catch {
      // Refused storage, as above.
    }
  };

  // The base is what stands before the first known place, so that the site may lie in any folder and be opened at any
  // depth. Set through URL, never joined as text: a path such as //example.com/customers must stay on this host.
  const path = location.pathname;
  const parts = path.split("/");
  const place = parts.findIndex((part, index) => index > 0 && places.includes(part));
  const base = new URL(location.href);
  base.pathname = place > 0 ? `${parts.slice(0, place).join("/")}/` : path.slice(0, path.lastIndexOf("/") + 1);
  base.search = "";
  base.hash = "";
  const element = document.createElement("base");
  element.href = base.href;
  document.head.append(element);
  if (place < 0 && /\/(index|404)\.html$/.test(path)) {
    history.replaceState(history.state, "", base.pathname + location.search + location.hash);
  }

  // Theme and language before the first paint, so that nothing flashes.
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const showTheme = () => {
    const chosen = remembered("localStorage", "burrow.theme");
    root.dataset.theme = chosen === "light" || chosen === "dark" ? chosen : dark.matches ? "dark" : "light";
  };
  showTheme();
  dark.addEventListener("change", showTheme);
  const chosen = remembered("localStorage", "burrow.language");
  const preferred = (navigator.languages?.[0] ?? navigator.language ?? "").toLowerCase();
  root.lang = chosen === "en" || chosen === "zh-CN" ? chosen : preferred.startsWith("zh") ? "zh-CN" : "en";

  // Which of the books of this browser this tab shows: the one that it showed before, else the one that was opened last,
  // else the first one listed. A line of the list is an identifier, a space, a name; without a list there is one book.
  // Whoever was looking for a book that is not listed is told so by the program.
  const list = remembered("localStorage", "burrow.books");
  const ids = (list ?? "").split("\n").map((line) => line.split(" ", 1)[0]);
  const books = ids.filter((id) => id === "first" || /^[a-z0-9]{10}$/.test(id));
  const wished = [remembered("sessionStorage", "burrow.book-here"), remembered("localStorage", "burrow.book-last")];
  const book = wished.find((id) => books.includes(id)) ?? books[0] ?? "first";
  window.burrowBook = book;
  window.burrowBookMissed = wished.find((id) => id !== null && id !== book && !books.includes(id)) ?? "";
  if (list !== null || window.burrowBookMissed) {
    remember("sessionStorage", "burrow.book-here", book);
    remember("localStorage", "burrow.book-last", book);
  }

  // While this lock is held, the service worker keeps the files of this release.
  navigator.locks
    ?.request(`burrow release ${base.pathname} ${build}`, { mode: "shared" }, () => new Promise(() => {}))
    .catch(() => {});

  // The worker that holds the book compiles and reads while the program of the page still comes. Whoever takes it over
  // gets what it has said meanwhile.
  const startEarly = () => {
    const address = new URL(`${meta("burrow-workers")}engine_start.js`, base).href;
    const name = book === "first" ? "" : book;
    const early = { worker: new Worker(address, { name }), said: [], failure: null };
    const listen = new AbortController();
    const { signal } = listen;
    early.worker.addEventListener("message", ({ data }) => early.said.push(data), { signal });
    early.worker.addEventListener(
      "error",
      ({ message }) => {
        early.failure = message || "its script could not be loaded";
      },
      { signal },
    );
    window.burrowEarlyWorker = (wanted, called) => {
      if (wanted !== address || called !== name || signal.aborted) return null;
      listen.abort();
      return early;
    };
  };

  // Linked from here and not by the page's text, because browsers that read ahead would ask for it relative to an
  // address that is not yet the base.
  const app = new URL(meta("burrow-app"), base);
  const styled = new Promise((done, fail) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = new URL("style.css", app).href;
    sheet.setAttribute("blocking", "render");
    sheet.addEventListener("load", done);
    sheet.addEventListener("error", () => fail(new Error(`${sheet.href} could not be loaded`)));
    document.head.append(sheet);
  });

  const parsed = new Promise((done) => {
    if (document.readyState !== "loading") done();
    else document.addEventListener("DOMContentLoaded", done, { once: true });
  });

  const showFailure = (error) => {
    console.error(error);
    const template = document.getElementById("start-failed");
    if (!template) return;
    const screen = template.content.cloneNode(true);
    screen.querySelector("[data-start='details']").textContent = String(error?.message ?? error);
    screen.querySelector("[data-start='reload']").addEventListener("click", () => {
      // Asked for by hand, so everything may be fetched anew once more.
      remember("sessionStorage", "burrow.healed", null);
      location.reload();
    });
    document.body.replaceChildren(screen);
    document.body.querySelector("h1")?.focus();
  };

  // What this host holds now, asked past every cache; null where it cannot be reached or is another site.
  const releaseAt = async (folder) => {
    try {
      const signal = AbortSignal.timeout(10_000);
      const answer = await fetch(new URL("release.json", folder), { cache: "no-store", signal });
      const release = answer.ok ? await answer.json() : null;
      return typeof release?.build === "string" ? release : null;
    } catch {
      return null;
    }
  };

  // An unknown address in a folder that is not there, such as /a/b/nowhere/at-all: go to the site above it.
  const homeAbove = async () => {
    if (place > 0) return null;
    for (let folder = new URL("..", base); ; folder = new URL("..", folder)) {
      if (folder.pathname === base.pathname) return null;
      if (await releaseAt(folder)) return folder;
      if (folder.pathname === "/") return null;
    }
  };

  // A host may answer with an old page and new files, or a stored file may be damaged. Once for each release, and only
  // if the host can be reached, everything stored of the program is thrown away and fetched again. This touches the
  // program alone: what its user has written lies in IndexedDB.
  const heal = async () => {
    if (remembered("sessionStorage", "burrow.healed") === build) return false;
    const release = await releaseAt(base);
    if (!release) return false;
    remember("sessionStorage", "burrow.healed", build);
    if (remembered("sessionStorage", "burrow.healed") !== build) return false;
    const registration = await navigator.serviceWorker?.getRegistration(base.href);
    if (registration?.scope === base.href) await registration.unregister();
    for (const name of (await window.caches?.keys()) ?? []) {
      if (name.startsWith(`burrow ${base.pathname} `)) await caches.delete(name);
    }
    // A file takes the place of a damaged one that is stored when it has come to its end. What does not come in this time
    // comes with the page: a file that hangs must not keep it from loading again.
    const anew = async (address) => {
      const answer = await fetch(address, { cache: "reload", signal: AbortSignal.timeout(30_000) });
      return answer.arrayBuffer();
    };
    const files = (release.files ?? []).map((file) => anew(new URL(file.path, base)));
    await Promise.allSettled([anew(location.href), ...files]);
    location.reload();
    return true;
  };

  const failed = async (error) => {
    await parsed;
    try {
      const home = await homeAbove();
      if (home) return location.replace(home);
      if (await heal()) return undefined;
    } catch (worse) {
      console.error(worse);
    }
    return showFailure(error);
  };

  // The program can show the same screen, for what goes wrong before it has one of its own.
  window.addEventListener("burrow-start-failed", (event) => showFailure(event.detail));

  // A worker that did not start may be damaged where it is stored. Asked for by hand, so without a limit.
  window.addEventListener("burrow-download-anew", async () => {
    remember("sessionStorage", "burrow.healed", null);
    const begun = await heal().catch((worse) => console.error(worse));
    if (!begun) location.reload();
  });

  const start = async () => {
    try {
      if (meta("burrow-workers")) startEarly();
    } catch {
      // The program starts it in its turn, and says what is wrong.
    }
    // All files are asked for at once; the program starts when the page below is there to be filled.
    const code = fetch(new URL("burrow_bg.wasm", app)).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
      return answer;
    });
    const [program] = await Promise.all([import(new URL("burrow.js", app).href), code, styled, parsed]);
    await program.default({ module_or_path: code });
    remember("sessionStorage", "burrow.healed", null);
  };

  // A quick build has no service worker, and one left from a release would keep showing that release.
  const leaveServiceWorker = async () => {
    const registration = await navigator.serviceWorker.getRegistration(base.href);
    if (registration?.scope === base.href) await registration.unregister();
  };

  const watchForReleases = async () => {
    const registration = await navigator.serviceWorker.register(new URL("service_worker.js", base), {
      scope: base.pathname,
      updateViaCache: "none",
    });
    const announce = () => {
      if (registration.waiting && navigator.serviceWorker.controller) {
        window.dispatchEvent(new CustomEvent("burrow-release-waiting"));
      }
    };
    announce();
    // A page that began to load a moment before the first release was in place has been missed by it.
    navigator.serviceWorker.ready.then(({ active }) => {
      if (!navigator.serviceWorker.controller) active?.postMessage({ type: "claim" });
    });
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", announce);
    });
    let asked = Date.now();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden || Date.now() - asked < 3_600_000) return;
      asked = Date.now();
      registration.update().catch(() => {});
    });
  };

  start()
    .then(() => {
      if (!("serviceWorker" in navigator)) return undefined;
      return build.startsWith("quick-") ? leaveServiceWorker() : watchForReleases();
    }, failed)
    .catch((error) => console.warn("Burrow cannot be opened without the network:", error));
})();

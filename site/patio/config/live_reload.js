/* Development only: ask what the site's version is, and reload the page when there is another. */
(() => {
  const { version } = document.currentScript.dataset;
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/live-reload/version", { cache: "no-store" });
      if (answer.ok && (await answer.text()) !== version) location.reload();
    } catch {
      // The server is starting again.
    }
  }, 300);
})();

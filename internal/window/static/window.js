// The only script: it fetches a page anew when the server says that something is new,
// copies the address of a cell, takes dropped files, and asks where a figure comes from.
"use strict";
(function () {
  const main = () => document.querySelector("main");

  // renew puts the new page in place of the old one; what somebody has typed, opened or
  // scrolled to stays, and what is told of a cell that was clicked or a file that was refused.
  let again = 0, late = false;
  async function renew() {
    const turn = ++again;
    const old = main();
    const busy = document.activeElement && ["INPUT", "TEXTAREA", "SELECT"].includes(document.activeElement.tagName);
    if (!old || old.hasAttribute("data-still")) return;
    if (busy) { late = true; return; } // once it is typed
    late = false;
    let text;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      text = await answer.text();
    } catch (e) { return; }
    if (turn !== again) return;
    const next = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    if (!next || next.innerHTML === old.innerHTML) return;
    const open = new Set([...old.querySelectorAll("details[open][id]")].map(d => d.id));
    const at = old.contains(document.activeElement) ? same(document.activeElement) : "";
    const y = window.scrollY;
    const refused = old.querySelector("#dropform .bad"), form = next.querySelector("#dropform");
    if (refused && form) form.append(refused);
    const told = old.querySelector("tr.tip"), row = told && told.previousElementSibling.textContent;
    old.replaceWith(next);
    const copied = told && [...next.querySelectorAll("button.copy")].find(b => b.closest("tr").textContent === row);
    if (copied) {
      copied.classList.add("done");
      copied.closest("tr").after(told);
    }
    for (const d of next.querySelectorAll("details[id]")) if (open.has(d.id)) d.open = true;
    const back = at && [...next.querySelectorAll("a, button, input, select, summary")].find(e => same(e) === at);
    if (back) back.focus();
    window.scrollTo(0, y);
    settle();
  }

  // same is what an element is known by on the page and on the one that comes after it.
  const same = e => e.id || (e.form ? e.form.getAttribute("action") + [...new FormData(e.form)].join() + e.name : "") + (e.getAttribute("href") || "") + e.textContent;

  // While a page is looked at the server holds a stream to it; it may ask for room.
  let stream = null, lost = null;
  function listen() {
    if (stream || !main() || document.body.hasAttribute("data-quiet")) return;
    stream = new EventSource("events");
    stream.addEventListener("renew", e => {
      if (main().dataset.key !== e.data) return;
      if (main().hasAttribute("data-still")) stale();
      else renew();
    });
    stream.addEventListener("yield", () => { stream.close(); stream = null; });
    stream.onopen = () => {
      if (lost) { lost.remove(); lost = null; }
      renew(); // what was new between the page and its stream was told to nobody
    };
    stream.onerror = () => {
      if (lost) return;
      fetch("alive").then(a => { if (a.status === 403) gone(); }, gone);
    };
  }
  // A page on which somebody points at cells is not changed under the hand.
  function stale() {
    if (document.getElementById("stale")) return;
    const b = document.createElement("button");
    b.id = "stale";
    b.className = "main";
    b.textContent = "这本公开表重新生成了，点这里看新的";
    b.addEventListener("click", () => location.reload());
    main().prepend(b);
  }
  document.addEventListener("focusout", () => { if (late) setTimeout(renew, 200); });
  function gone() {
    if (lost) return;
    lost = document.createElement("div");
    lost.className = "lost";
    lost.setAttribute("role", "alert");
    lost.textContent = "程序已经结束。要接着用，请再双击一次程序；已经写好的文件都在。";
    document.body.append(lost);
  }
  setInterval(() => { if (!stream) fetch("alive").catch(gone); }, 20000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { listen(); renew(); } });
  window.addEventListener("focus", renew);

  // A cell's address goes to the clipboard, F5 in Excel and WPS takes it from there; on
  // the page of a workbook its annotated copy opens, too. What it says is told at the cell.
  document.addEventListener("click", async e => {
    const b = e.target.closest("button.copy");
    if (!b) return;
    try { await navigator.clipboard.writeText(b.dataset.copy); }
    catch (x) {
      const t = document.createElement("textarea");
      t.value = b.dataset.copy;
      document.body.append(t);
      t.select();
      document.execCommand("copy");
      t.remove();
    }
    for (const old of document.querySelectorAll(".hint")) (old.closest("tr.tip") || old).remove();
    for (const old of document.querySelectorAll("button.copy.done")) old.classList.remove("done");
    b.classList.add("done");
    const hint = document.createElement("div");
    hint.className = "hint";
    hint.setAttribute("role", "status");
    hint.textContent = "已复制 " + b.dataset.copy + "。在 WPS、Excel 里按 F5，粘贴，回车，就到这一格。";
    const mark = document.getElementById("mark");
    if (mark) {
      const opened = document.createElement("p"), form = new FormData(mark.form);
      opened.textContent = "正在打开标出问题的副本……";
      form.set("cell", b.dataset.copy);
      fetch(mark.form.action, { method: "POST", body: new URLSearchParams(form) }).then(a => a.text()).then(text => {
        const said = new DOMParser().parseFromString(text, "text/html").querySelector(".said");
        opened.replaceWith(said || "");
      }, gone);
      hint.append(opened);
    }
    if (document.getElementById("open")) {
      const go = document.createElement("button");
      go.type = "button";
      go.textContent = "打开录入工作簿";
      go.addEventListener("click", () => document.getElementById("open").click()); // of the page as it is then
      hint.append(go);
    }
    const row = b.closest("tr");
    if (row) { // on a row of its own, as columns of cells are narrow
      const tip = document.createElement("tr"), wide = document.createElement("td");
      tip.className = "tip";
      wide.colSpan = row.cells.length;
      wide.append(hint);
      tip.append(wide);
      row.after(tip);
    } else b.after(hint);
    hint.scrollIntoView({ block: "nearest" });
  });

  // Files that are dropped anywhere on the page.
  const dragged = e => e.dataTransfer && [...e.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", e => { if (dragged(e)) { e.preventDefault(); document.body.classList.add("over"); } });
  document.addEventListener("dragleave", e => { if (!e.relatedTarget) document.body.classList.remove("over"); });
  document.addEventListener("drop", async e => {
    if (!dragged(e)) return;
    e.preventDefault();
    document.body.classList.remove("over");
    const form = document.getElementById("dropform");
    if (!form || !e.dataTransfer.files.length) return;
    form.querySelector("input[type=file]").files = e.dataTransfer.files;
    hand(form);
  });
  // One file at a time, and none that the server would refuse only after it has been sent.
  function hand(form) {
    const input = form.querySelector("input[type=file]"), files = [...input.files];
    const big = files.find(f => f.size > Number(form.dataset.most));
    let says = form.querySelector(".bad");
    if (!says) {
      says = document.createElement("p");
      says.className = "bad";
      says.setAttribute("role", "alert");
      form.append(says);
    }
    if (files.length > 1) says.textContent = "一次放一个。这次有 " + files.length + " 个，请一个一个来。";
    else if (big) says.textContent = big.name + " 太大，超过 64 MB，不能用。";
    else { says.remove(); form.requestSubmit(); return; }
    input.value = "";
    form.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("change", e => {
    if (e.target.matches("#dropform input[type=file]")) hand(e.target.form);
    if (e.target.matches("select[data-go]")) e.target.form.requestSubmit();
  });

  // A figure of a sheet: a click or Enter tells where it comes from.
  async function ask(cell) {
    const sheet = cell.closest(".sheet"), aside = document.getElementById("origin");
    if (!aside) return;
    for (const c of sheet.querySelectorAll(".asked, .adds")) c.classList.remove("asked", "adds");
    cell.classList.add("asked");
    aside.setAttribute("aria-busy", "true");
    const q = new URLSearchParams({ f: sheet.dataset.f, n: sheet.dataset.n, c: sheet.dataset.s + "!" + cell.dataset.a });
    try {
      const answer = await fetch("explain?" + q);
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (!cell.classList.contains("asked")) return;
      aside.replaceChildren(...next.childNodes);
      const here = aside.querySelector("[data-adds]");
      for (const a of here ? here.dataset.adds.split(" ") : []) {
        const c = a && sheet.querySelector('td[data-a="' + a + '"]');
        if (c && c !== cell) c.classList.add("adds");
      }
    } catch (e) { gone(); }
    aside.removeAttribute("aria-busy");
  }
  document.addEventListener("click", e => {
    const cell = e.target.closest(".sheet td[data-a]");
    if (cell && !String(getSelection())) { focusOn(cell); ask(cell); }
  });
  function focusOn(cell) {
    for (const c of cell.closest(".sheet").querySelectorAll('td[tabindex="0"]')) c.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
  }
  // Escape goes back from where a figure is from to the figure.
  document.addEventListener("keydown", e => {
    const cell = e.key === "Escape" && document.querySelector(".sheet td.asked");
    if (cell && document.getElementById("origin").contains(document.activeElement)) focusOn(cell);
  });
  // Arrows go from cell to cell, as in the workbook.
  document.addEventListener("keydown", e => {
    const cell = e.target.closest && e.target.closest(".sheet td[data-a]");
    if (!cell) return;
    if (e.key === "Enter" || e.key === " ") { e.preventDefault(); ask(cell); return; }
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
    if (!step) return;
    e.preventDefault();
    const box = cell.getBoundingClientRect(), cx = box.left + box.width / 2, cy = box.top + box.height / 2;
    let best = null, least = Infinity;
    for (const c of cell.closest(".sheet").querySelectorAll("td[data-a]")) {
      if (c === cell) continue;
      const b = c.getBoundingClientRect();
      const along = [b.left - box.right, box.left - b.right, b.top - box.bottom, box.top - b.bottom][[step[0] > 0, step[0] < 0, step[1] > 0, step[1] < 0].indexOf(true)];
      const off = step[0] ? Math.max(0, b.top - cy, cy - b.bottom) : Math.max(0, b.left - cx, cx - b.right); // beside the way
      const away = along + 4 * off;
      if (along > -3 && away < least) { least = away; best = c; }
    }
    if (best) focusOn(best);
  });

  // What a page that has just come needs: the cell that its address names.
  function settle() {
    const cell = document.querySelector(".sheet td.asked");
    if (cell && !cell.dataset.met) {
      cell.dataset.met = "1";
      cell.scrollIntoView({ block: "center", inline: "center" });
      focusOn(cell);
      ask(cell);
    }
    const next = document.querySelector("a[data-next]");
    if (next) location.replace(next.href);
  }
  settle();
  listen();
})();

// The query page: an editor over the text area, and a table under it. Without scripts the form asks the endpoint itself.
// Every text of an answer, and every name of a column, goes through textContent.
(() => {
  "use strict";
  const form = document.getElementById("ask");
  const area = document.getElementById("sparql");
  const result = document.getElementById("result");
  const state = document.getElementById("state");
  const rows = document.getElementById("rows");
  const { base, root } = form.dataset;
  const prefixes = JSON.parse(document.getElementById("prefixes").textContent);
  const MOST = 1000;
  let editor = null;

  if (window.Yasqe) {
    const place = document.createElement("div");
    place.className = "editor";
    area.before(place);
    window.Yasqe.defaults.autocompleters = ["variables"]; // the others ask prefix.cc and Linked Open Vocabularies
    editor = new window.Yasqe(place, {
      value: area.value, persistenceId: null, createShareableLink: null, showQueryButton: false, resizeable: false,
      lineWrapping: true, foldGutter: false, gutters: ["CodeMirror-linenumbers"],
      extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": () => form.requestSubmit(), "Cmd-Enter": () => form.requestSubmit() },
    });
    editor.getInputField().setAttribute("aria-label", "Query");
    area.hidden = true;
    document.querySelector('label[for="sparql"]').hidden = true;
  }

  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text != null) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  const short = (iri) => {
    const [name, space] = Object.entries(prefixes).filter(([, at]) => iri.startsWith(at)).sort((a, b) => b[1].length - a[1].length)[0] ?? [];
    return name ? `${name}:${iri.slice(space.length)}` : iri;
  };

  const cell = (term) => {
    const made = element("td");
    if (!term) return made;
    if (term.type !== "uri") {
      made.textContent = term.value;
      if (/#(decimal|integer|double|gYear)$/.test(term.datatype ?? "")) made.className = "number";
    } else if (term.value.startsWith(base)) {
      const [path, fragment] = term.value.slice(base.length).split("#");
      made.append(element("a", short(term.value), { href: `${root}/${path.split("/").map(encodeURIComponent).join("/")}.html${fragment ? `#${fragment}` : ""}` }));
    } else if (/^https?:\/\//i.test(term.value)) {
      made.append(element("a", short(term.value), { href: term.value, rel: "noopener noreferrer nofollow" }));
    } else {
      made.textContent = term.value;
    }
    return made;
  };

  const table = (answer) => {
    const columns = answer.head.vars;
    const made = element("table");
    const head = element("tr");
    head.append(...columns.map((name) => element("th", name, { scope: "col" })));
    const top = element("thead");
    top.append(head);
    const body = element("tbody");
    for (const row of answer.results.bindings.slice(0, MOST)) {
      const line = element("tr");
      line.append(...columns.map((name) => cell(row[name])));
      body.append(line);
    }
    made.append(element("caption", "The rows of the answer", { class: "unseen" }), top, body);
    return made;
  };

  const show = (answer) => {
    if (typeof answer.boolean === "boolean") {
      state.textContent = answer.boolean ? "Yes." : "No.";
      return;
    }
    const number = answer.results.bindings.length;
    state.textContent = number === 1 ? "1 row" : `${number.toLocaleString("en")} rows${number > MOST ? `, the first ${MOST.toLocaleString("en")} of them shown` : ""}`;
    rows.append(table(answer));
  };

  async function ask(event) {
    event?.preventDefault();
    if (editor) area.value = editor.getValue();
    result.hidden = false;
    rows.replaceChildren();
    state.textContent = "Asking …";
    const began = performance.now();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9", "Content-Type": "application/sparql-query" },
        body: area.value,
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(text.trim().slice(0, 2000) || `the endpoint answered ${answer.status}`);
      if (/json/.test(answer.headers.get("content-type") ?? "")) show(JSON.parse(text));
      else {
        state.textContent = "Triples";
        rows.append(element("pre", text));
      }
      state.textContent += `, in ${Math.round(performance.now() - began).toLocaleString("en")} ms`;
      result.dataset.ready = "yes";
    } catch (error) {
      state.textContent = error.message;
      result.dataset.ready = "failed";
    }
  }

  form.addEventListener("submit", ask);
  if (form.dataset.run) ask();
})();

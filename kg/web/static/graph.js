// The graph explorer. It stands in for the drawing of a page when it is asked for, and needs nothing but this server:
// positions come from there (/explore.json), sigma draws them. Every text goes through textContent or the canvas.
(() => {
  "use strict";
  const box = document.getElementById("explorer");
  if (!box) return;
  const { of: root, root: prefix, sigma: sigmaUrl, graphology: graphologyUrl } = box.dataset;
  const NAMES = {
    City: "cities", Place: "countries and regions", Person: "people", Organization: "organizations", Award: "awards",
    AwardCategory: "award categories", Event: "events", EventSeries: "series", Metric: "figures", Thing: "other things",
  };
  const RELATIONS = {
    award: "award", category: "category", event: "event", conferredBy: "given by", city: "city", organizer: "organizer",
    of: "of", metric: "figure", place: "lies in",
  };
  const CELL = 64; // pixels of a square in which labels look for one another
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };

  const opener = make("button", { type: "button", class: "opener", onclick: start }, "Explore this graph");
  box.append(opener);

  const load = (url) => new Promise((done, failed) => {
    document.head.append(make("script", { src: url, onload: done, onerror: () => failed(new Error("a script did not load")) }));
  });

  async function start() {
    const byKey = document.activeElement === opener;
    opener.disabled = true;
    opener.textContent = "Loading …";
    try {
      if (!window.graphology) await load(graphologyUrl);
      if (!window.Sigma) await load(sigmaUrl);
      const explorer = new Explorer();
      await explorer.open();
      opener.remove();
      if (byKey) explorer.focus();
    } catch (error) {
      opener.textContent = "The graph cannot be drawn here";
      box.append(make("p", { class: "note", role: "alert" }, `${error.message}. The drawing and the lists stay as they are.`));
    }
  }

  class Explorer {
    constructor() {
      this.graph = new window.graphology.MultiDirectedGraph();
      this.opened = [];
      this.hiddenKinds = new Set();
      this.years = [-Infinity, Infinity];
      this.undated = true;
      this.labelled = new Map();
      this.selected = root;
    }

    address(form) {
      const query = new URLSearchParams({ of: root });
      for (const one of this.opened) query.append("open", one);
      if (form === "gexf") {
        for (const kind of this.hiddenKinds) query.append("without", kind);
        const [first, last] = this.years;
        if (Number.isFinite(first)) query.append("from", first);
        if (Number.isFinite(last)) query.append("to", last);
        if (!this.undated) query.append("undated", "no");
      }
      return `${prefix}/explore.${form}?${query}`;
    }

    async fetch() {
      const answer = await fetch(this.address("json"));
      if (!answer.ok) throw new Error((await answer.text()).trim().slice(0, 200));
      const told = await answer.json();
      for (const node of told.nodes) {
        if (this.graph.hasNode(node.id)) this.graph.mergeNodeAttributes(node.id, { links: node.links, size: this.size(node) });
        else this.graph.addNode(node.id, { ...node, y: -node.y, size: this.size(node) });
      }
      for (const edge of told.edges) {
        const key = `${edge.source} ${edge.target} ${edge.id}`;
        if (!this.graph.hasEdge(key)) this.graph.addEdgeWithKey(key, edge.source, edge.target, { ...edge, fact: edge.id });
      }
      this.leftOut = told.leftOut;
      this.most = told.most;
    }

    size(node) {
      return node.id === root ? 14 : Math.min(4 + Math.sqrt(node.links) * 1.3, 12);
    }

    async open() {
      await this.fetch();
      this.filter();
      this.build();
      this.colours();
      dark.addEventListener("change", () => { this.colours(); this.renderer.refresh(); });
      this.renderer = new window.Sigma(this.graph, this.stage, {
        allowInvalidContainer: true,
        defaultEdgeType: "line",
        labelRenderedSizeThreshold: 0,
        labelDensity: 1000,
        labelGridCellSize: 100,
        minEdgeThickness: 0.8,
        zIndex: true,
        stagePadding: 50,
        defaultDrawNodeLabel: (context, data) => { if (this.labelled.has(data.key)) this.drawLabel(context, data); },
        defaultDrawNodeHover: (context, data) => this.drawHover(context, data),
        nodeReducer: (key, data) => ({
          ...data, key, color: this.colour(data.kind), hidden: !this.shown.has(key), label: data.label,
          zIndex: key === this.selected ? 2 : 1, highlighted: key === this.selected && key !== root,
        }),
        edgeReducer: (key, data) => ({
          ...data, label: "", size: this.touches(key) ? 1.2 : 0.8, color: this.touches(key) ? this.near : this.far,
          hidden: !this.shownEdges.has(key), zIndex: this.touches(key) ? 1 : 0,
        }),
      });
      this.renderer.on("beforeRender", () => this.place());
      this.renderer.on("clickNode", ({ node }) => this.expand(node));
      this.renderer.on("enterNode", () => this.stage.classList.add("pointing"));
      this.renderer.on("leaveNode", () => this.stage.classList.remove("pointing"));
      this.update();
      this.tell();
      box.dataset.ready = "yes";
    }

    touches(key) {
      const [one, other] = this.graph.extremities(key);
      return one === this.selected || other === this.selected;
    }

    // -- what is shown

    filter() {
      this.shownEdges = new Set();
      const touched = new Set([root]);
      const kindShown = (key) => key === root || !this.hiddenKinds.has(this.graph.getNodeAttribute(key, "kind"));
      this.graph.forEachEdge((key, data, one, other) => {
        const inTime = data.year == null ? this.undated : data.year >= this.years[0] && data.year <= this.years[1];
        if (inTime && kindShown(one) && kindShown(other)) {
          this.shownEdges.add(key);
          touched.add(one).add(other);
        }
      });
      this.shown = new Set(this.graph.filterNodes((key) => touched.has(key)));
    }

    update() {
      this.filter();
      this.counts.textContent = `${this.shown.size} things, ${new Set([...this.shownEdges].map((key) => this.graph.getEdgeAttribute(key, "fact").split(" ")[0])).size} facts` +
        (this.leftOut ? `; ${this.leftOut} neighbours are left out` : "") + (this.graph.order >= this.most ? `; no more than ${this.most} are drawn` : "");
      this.gexf.href = this.address("gexf");
      this.kinds();
      this.renderer.refresh();
    }

    async expand(node) {
      this.selected = node;
      if (node !== root && !this.opened.includes(node) && this.graph.order < this.most && this.opened.length < 60) {
        this.opened.push(node);
        this.counts.textContent = "Opening …";
        try {
          await this.fetch();
        } catch (error) {
          this.opened.pop();
          this.counts.textContent = error.message;
          return;
        }
      }
      this.update();
      this.tell();
    }

    // -- the panel

    build() {
      this.stage = make("div", { class: "stage", "aria-hidden": "true" });
      this.panel = make("div", { class: "panel", role: "region", "aria-label": "The chosen thing" });
      this.counts = make("p", { class: "note", role: "status" });
      this.kindBoxes = make("fieldset", { class: "kinds" }, make("legend", { class: "unseen" }, "Kinds that are shown"));
      this.gexf = make("a", { class: "tool", href: "#", download: "citykg-neighbourhood.gexf" }, "GEXF");
      const years = this.graph.mapEdges((_, data) => data.year).filter((year) => year != null);
      const [first, last] = years.length ? [Math.min(...years), Math.max(...years)] : [0, 0];
      const bound = (at, value, label) => make("label", {}, `${label} `, make("input", {
        type: "number", value, min: 0, max: 9999, class: "year",
        onchange: (event) => { this.years[at] = event.target.value ? Number(event.target.value) : at ? Infinity : -Infinity; this.update(); },
      }));
      const time = make("fieldset", { class: "time" }, make("legend", { class: "unseen" }, "Years that are shown"),
        bound(0, first, "From"), bound(1, last, "to"),
        make("label", {}, make("input", { type: "checkbox", checked: true, onchange: (event) => { this.undated = event.target.checked; this.update(); } }), " undated"));
      const tool = (words, label, action) => make("button", { type: "button", class: "tool", "aria-label": label, onclick: action }, words);
      const camera = (how) => () => this.renderer.getCamera()[how]({ duration: still ? 0 : 200 });
      const tools = make("div", { class: "tools", role: "group", "aria-label": "Graph" },
        tool("+", "Zoom in", camera("animatedZoom")), tool("−", "Zoom out", camera("animatedUnzoom")), tool("Fit", "Fit all into view", camera("animatedReset")),
        make("span", {}, "Save as"), tool("PNG", "Save as PNG", () => this.savePng()), tool("SVG", "Save as SVG", () => this.saveSvg()), this.gexf);
      box.querySelector(".wide").remove();
      box.classList.add("live");
      box.append(make("div", { class: "controls" }, this.kindBoxes, ...(years.length ? [time] : []), tools), this.stage, this.panel, this.counts);
    }

    kinds() {
      const present = new Set(this.graph.mapNodes((_, data) => data.kind).filter(Boolean));
      const known = new Set([...this.kindBoxes.querySelectorAll("input")].map((input) => input.value));
      for (const kind of Object.keys(NAMES)) {
        if (!present.has(kind) || known.has(kind)) continue;
        this.kindBoxes.append(make("label", { class: `n ${this.slug(kind)}` }, make("input", {
          type: "checkbox", value: kind, checked: true,
          onchange: (event) => { this.hiddenKinds[event.target.checked ? "delete" : "add"](kind); this.update(); },
        }), make("span", { class: "f" }), NAMES[kind]));
      }
    }

    slug(kind) {
      return kind.replace(/(?!^)([A-Z])/g, "-$1").toLowerCase();
    }

    tell() {
      const node = this.graph.getNodeAttributes(this.selected);
      const edges = this.graph.mapEdges(this.selected, (key, data, one, other) => ({ ...data, other: one === this.selected ? other : one }))
        .sort((a, b) => (b.year ?? 0) - (a.year ?? 0));
      const list = make("ul");
      for (const edge of edges.slice(0, 40)) {
        const other = this.graph.getNodeAttribute(edge.other, "label");
        list.append(make("li", {},
          make("button", { type: "button", class: "other", onclick: () => this.expand(edge.other) }, other),
          make("span", { class: "note" }, ` ${RELATIONS[edge.relation] ?? edge.relation}${edge.year ? `, ${edge.year}` : ""} `),
          make("a", { href: edge.page, class: "quiet", title: edge.quote, "aria-label": `The fact that names ${other}` }, "fact")));
      }
      const inside = this.panel.contains(document.activeElement);
      this.panel.replaceChildren(
        make("h3", {}, make("a", { href: node.page, class: `n ${this.slug(node.kind || "Thing")}` }, node.label)),
        make("p", { class: "note" }, `${edges.length} ${edges.length === 1 ? "link" : "links"}. A name opens its neighbours.`), list,
        ...(edges.length > 40 ? [make("p", { class: "note" }, `${edges.length - 40} more are on its page.`)] : []));
      if (inside) this.focus();
    }

    focus() {
      this.panel.querySelector("h3 a").focus({ preventScroll: true });
    }

    // -- drawing

    colours() {
      const style = getComputedStyle(document.documentElement);
      const named = (name) => style.getPropertyValue(`--${name}`).trim();
      [this.ink, this.card, this.soft, this.sans] = ["ink", "card", "soft", "sans"].map(named);
      [this.near, this.far] = [0.7, 0.35].map((part) => this.mixed(this.soft, this.card, part));
      this.byKind = Object.fromEntries(Object.keys(NAMES).map((kind) => [kind, named(this.slug(kind))]));
    }

    // Two colours as one without transparency, which WebGL would add to the light of the page.
    mixed(one, other, part) {
      const light = (colour, at) => parseInt(colour.slice(at, at + 2), 16);
      return `#${[1, 3, 5].map((at) => Math.round(light(one, at) * part + light(other, at) * (1 - part)).toString(16).padStart(2, "0")).join("")}`;
    }

    colour(kind) {
      return this.byKind[kind] ?? this.soft;
    }

    font(key) {
      return `${key === root ? 700 : 400} 13px ${this.sans}`;
    }

    short(label) {
      return label.length > 32 ? `${label.slice(0, 31)}…` : label;
    }

    // Which labels there is room for: the larger nodes first, none over another one.
    place() {
      const context = (this.ruler ??= document.createElement("canvas").getContext("2d"));
      const { width, height } = this.renderer.getDimensions();
      this.labelled.clear();
      this.spots = [];
      for (const key of this.shown) {
        const data = this.graph.getNodeAttributes(key);
        const at = this.renderer.graphToViewport(data);
        const size = this.renderer.scaleSize(data.size);
        if (at.x > -20 && at.y > -20 && at.x < width + 20 && at.y < height + 20) this.spots.push({ key, ...at, size, data });
      }
      this.spots.sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1));
      const cells = new Map();
      const around = (area) => {
        const found = [];
        for (let x = Math.floor(area[0] / CELL); x <= area[2] / CELL; x += 1) {
          for (let y = Math.floor(area[1] / CELL); y <= area[3] / CELL; y += 1) found.push(`${x} ${y}`);
        }
        return found;
      };
      const take = (area, owner) => {
        for (const cell of around(area)) cells.set(cell, [...(cells.get(cell) ?? []), { area, owner }]);
      };
      const free = (own, owner) => !around(own).some((cell) => cells.get(cell)?.some(({ area, owner: other }) =>
        other !== owner && own[0] < area[2] && area[0] < own[2] && own[1] < area[3] && area[1] < own[3]));
      for (const { key, x, y, size } of this.spots) take([x - size, y - size, x + size, y + size], key);
      for (const { key, x, y, size, data } of this.spots) {
        context.font = this.font(key);
        const wide = context.measureText(this.short(data.label)).width;
        for (const [dx, dy] of [[size + 3, 4], [-size - 3 - wide, 4], [-wide / 2, size + 14], [-wide / 2, -size - 5]]) {
          const own = [x + dx - 1, y + dy - 12, x + dx + wide + 2, y + dy + 4];
          if (own[0] < 0 || own[2] > width || !free(own, key)) continue;
          take(own, key);
          this.labelled.set(key, [dx, dy]);
          break;
        }
      }
    }

    drawLabel(context, { key, x, y, size, label }) {
      const [dx, dy] = this.labelled.get(key) ?? [size + 3, 4];
      context.font = this.font(key);
      context.lineWidth = 3;
      context.lineJoin = "round";
      context.strokeStyle = this.card;
      context.strokeText(this.short(label), x + dx, y + dy);
      context.fillStyle = this.ink;
      context.fillText(this.short(label), x + dx, y + dy);
    }

    drawHover(context, data) {
      context.beginPath();
      context.arc(data.x, data.y, data.size + 2.5, 0, Math.PI * 2);
      context.strokeStyle = this.ink;
      context.lineWidth = 2;
      context.stroke();
      this.drawLabel(context, data);
    }

    // What is on the stage, for a file: lines, then discs, then labels.
    picture() {
      this.place();
      const at = new Map(this.spots.map((spot) => [spot.key, spot]));
      const lines = [];
      for (const key of this.shownEdges) {
        const [one, other] = this.graph.extremities(key).map((end) => this.renderer.graphToViewport(this.graph.getNodeAttributes(end)));
        lines.push([one.x, one.y, other.x, other.y]);
      }
      return { ...this.renderer.getDimensions(), lines, spots: [...at.values()].reverse() };
    }

    saveSvg() {
      const { width, height, lines, spots } = this.picture();
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const add = (tag, attributes, text) => {
        const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, typeof value === "number" ? value.toFixed(1) : value);
        if (text) element.textContent = text;
        svg.append(element);
      };
      svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
      add("rect", { width, height, fill: this.card });
      for (const [x1, y1, x2, y2] of lines) add("line", { x1, y1, x2, y2, stroke: this.soft, "stroke-opacity": "0.4" });
      for (const { x, y, size, data } of spots) add("circle", { cx: x, cy: y, r: size, fill: this.colour(data.kind) });
      for (const { key, x, y, data } of spots) {
        const [dx, dy] = this.labelled.get(key) ?? [];
        if (dx != null) add("text", { x: x + dx, y: y + dy, fill: this.ink, "font-family": "sans-serif", "font-size": "13" }, this.short(data.label));
      }
      this.save(new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" }), "svg");
    }

    savePng() {
      const { width, height, lines, spots } = this.picture();
      const canvas = make("canvas", { width: width * 2, height: height * 2 });
      const context = canvas.getContext("2d");
      context.scale(2, 2);
      context.fillStyle = this.card;
      context.fillRect(0, 0, width, height);
      context.strokeStyle = `${this.soft}66`;
      context.beginPath();
      for (const [x1, y1, x2, y2] of lines) { context.moveTo(x1, y1); context.lineTo(x2, y2); }
      context.stroke();
      for (const { x, y, size, data } of spots) {
        context.beginPath();
        context.arc(x, y, size, 0, Math.PI * 2);
        context.fillStyle = this.colour(data.kind);
        context.fill();
      }
      for (const { key, x, y, size, data } of spots) if (this.labelled.has(key)) this.drawLabel(context, { key, x, y, size, label: data.label });
      canvas.toBlob((blob) => this.save(blob, "png"), "image/png");
    }

    save(blob, form) {
      const link = make("a", { href: URL.createObjectURL(blob), download: `citykg-neighbourhood.${form}` });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    }
  }
})();

// What is seen on the page, measured: colours as they are computed, against the grounds that lie below them.
// Answers with a list of faults: {what, text, ratio, where}. The whole page must lie within the window, for a ground is
// known only where a point can be asked for.
() => {
  const faults = []
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  const known = new Map()

  // Any CSS colour → [r, g, b, alpha], each 0–255 or 0–1; null where it is none.
  function colour(css) {
    if (!css || css === "none" || css === "transparent" || css.startsWith("url")) return null
    if (!known.has(css)) {
      probe.clearRect(0, 0, 1, 1)
      probe.fillStyle = css
      probe.fillRect(0, 0, 1, 1)
      const [r, g, b, a] = probe.getImageData(0, 0, 1, 1).data
      const exact = css.match(/^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/)
      known.set(css, exact ? [+exact[1], +exact[2], +exact[3], exact[4] === undefined ? 1 : +exact[4]] : [r, g, b, a / 255])
    }
    return known.get(css)
  }
  const over = (top, below) => [0, 1, 2].map((n) => top[n] * top[3] + below[n] * (1 - top[3])).concat(1)
  const faded = (c, by) => [c[0], c[1], c[2], c[3] * by]
  const light = (c) => {
    const [r, g, b] = c.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((m, n) => n - m)
    return (x + 0.05) / (y + 0.05)
  }

  const parent = (e) => e.parentElement ?? e.getRootNode().host ?? null
  // Every answer on an element is kept: the page stands still meanwhile.
  const kept = (answer) => {
    const answers = new Map()
    return (e) => {
      if (!answers.has(e)) answers.set(e, answer(e))
      return answers.get(e)
    }
  }
  const opacity = kept((e) => +getComputedStyle(e).opacity * (parent(e) ? opacity(parent(e)) : 1))
  const inside = (e, outer) => { for (; e; e = parent(e)) if (e === outer) return true; return false }
  // What only screen readers hear is cut to a point.
  const cut = kept((e) => {
    const style = getComputedStyle(e)
    return style.clip === "rect(0px, 0px, 0px, 0px)" || style.clipPath === "inset(50%)" || (parent(e) ? cut(parent(e)) : false)
  })
  const shown = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !cut(e)
  const disabled = (e) => { for (; e; e = parent(e)) if (e.disabled || e.ariaDisabled === "true") return true; return false }

  // What an element paints: its colours, one or (of a pattern or gradient) several.
  const paint = kept((e) => {
    const style = getComputedStyle(e), by = opacity(e)
    if (e instanceof SVGElement && !(e instanceof SVGSVGElement)) {
      if (e instanceof SVGTextContentElement || style.fill === "none") return []
      const url = style.fill.match(/url\("?#([^")]+)"?\)/)
      const fills = url
        ? [...(document.getElementById(url[1])?.querySelectorAll("*") ?? [])].flatMap((p) => {
            const s = getComputedStyle(p)
            return [s.fill, s.stroke, s.stopColor].map(colour)
          })
        : [colour(style.fill)]
      return fills.filter((c) => c && c[3]).map((c) => faded(c, by * +style.fillOpacity))
    }
    const images = style.backgroundImage.match(/(rgba?|color)\([^)]*\)/g) ?? []
    const ground = colour(style.backgroundColor)
    return [ground, ...images.map(colour)].filter((c) => c && c[3]).map((c) => faded(c, by))
  })

  // The grounds that may lie below an element at a point: every combination of what is painted there.
  function grounds(e, x, y) {
    const stack = []
    for (let root = e.getRootNode(); root; root = root.host?.getRootNode()) {
      for (const one of root.elementsFromPoint(x, y)) if (!stack.includes(one)) stack.push(one)
    }
    const own = stack.indexOf(e)
    if (own < 0 && !(e instanceof SVGElement)) return [] // scrolled out of what holds it
    let below = own < 0 ? stack.filter((s) => inside(e, s) || (e instanceof SVGElement && s instanceof SVGElement)) : stack.slice(own)
    below = below.filter((s) => s !== e || !(e instanceof SVGElement))
    let found = [[255, 255, 255, 1]]
    for (const one of below.reverse()) {
      const colours = paint(one)
      if (!colours.length) continue
      found = found.flatMap((g) => colours.map((c) => over(c, g)))
      if (found.length > 8) found = found.slice(0, 8)
    }
    return found
  }

  function where(e) {
    const names = []
    for (; e && names.length < 7; e = parent(e)) {
      const key = [...(e.classList ?? [])].find((c) => c.startsWith("st-key-"))
      const id = e.dataset?.testid ?? key
      if (id) names.unshift(id)
      if (key) break
    }
    return names.join(" > ") || "page"
  }

  function* elements(root) {
    for (const e of root.querySelectorAll("*")) {
      yield e
      if (e.shadowRoot) yield* elements(e.shadowRoot)
    }
  }

  const free = document.createElement("style")
  free.textContent = "* { pointer-events: auto !important; transition: none !important; animation: none !important; }"
  document.head.append(free)
  const all = [...elements(document.body)]
  let texts = 0

  for (const e of all) {
    if (["SCRIPT", "STYLE", "NOSCRIPT", "TITLE", "CANVAS"].includes(e.tagName) || e.closest("canvas, .modebar")) continue
    let text = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("").trim()
    let placeholder = false
    if ((e.tagName === "INPUT" || e.tagName === "TEXTAREA") && ["text", "number", "search", ""].includes(e.type)) {
      placeholder = !e.value
      text = e.value || e.placeholder
    }
    if (!text || !shown(e) || disabled(e)) continue
    const svg = e instanceof SVGElement
    const range = document.createRange()
    range.selectNodeContents(e)
    const boxes = (e.tagName === "INPUT" || e.tagName === "TEXTAREA" ? [e.getBoundingClientRect()] : [...range.getClientRects()])
      .filter((b) => b.width > 1 && b.height > 1 && b.bottom > 0 && b.right > 0 && b.top < innerHeight && b.left < innerWidth)
    if (!boxes.length) continue
    const style = getComputedStyle(e, placeholder ? "::placeholder" : null)
    const own = colour(svg ? style.fill : style.color)
    if (!own) continue
    const icon = /Material|Icon/.test(style.fontFamily)
    const size = parseFloat(style.fontSize), bold = +style.fontWeight >= 700
    const sign = e.ariaHidden === "true" && text.length === 1 // of a legend: drawn with a letter
    const need = icon || sign || size >= 24 || (bold && size >= 18.66) ? 3 : 4.5
    const by = opacity(e) * (svg ? +style.fillOpacity : 1) * (placeholder ? +style.opacity : 1)
    // A rim in the colour of the ground keeps the letters apart from what they lie on.
    const rim = svg && style.strokeWidth !== "0px" && /stroke/.test(style.paintOrder) ? colour(style.stroke) : null
    const haloed = svg && style.textShadow !== "none"
    let worst = Infinity
    for (const box of boxes) {
      for (const share of svg ? [0.1, 0.5, 0.9] : [0.5]) {
        for (let ground of grounds(e, box.left + box.width * share, box.top + box.height / 2)) {
          if (rim) ground = over(rim, ground)
          if (haloed) ground = over(colour(style.textShadow.match(/rgba?\([^)]*\)/)[0]), ground)
          worst = Math.min(worst, contrast(over(faded(own, by), ground), ground))
        }
      }
    }
    if (worst < Infinity) texts += 1
    if (worst < need - 0.005) {
      faults.push({ what: icon ? "icon" : "text", text: text.slice(0, 60), ratio: Math.round(worst * 100) / 100, where: where(e) })
    }
  }

  // Marks of charts: what carries a value must stand out from its ground by its fill or by its edge.
  const MARKS = ".barlayer .point path, .scatterlayer .point, .scatterlayer path.js-line, .scattergeo .point, .scattergeo path.js-line, .shapelayer path"
  for (const e of document.querySelectorAll(MARKS)) {
    if (!shown(e)) continue
    const box = e.getBoundingClientRect(), style = getComputedStyle(e), by = opacity(e)
    if (box.width < 1 && box.height < 1) continue
    const ground = colour(getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor)
    const url = style.fill.match(/url\("?#([^")]+)"?\)/)
    const colours = url
      ? [...document.getElementById(url[1]).querySelectorAll("*")].flatMap((p) => [getComputedStyle(p).fill, getComputedStyle(p).stroke])
      : [style.fill]
    const painted = colours.map(colour).filter(Boolean).map((c) => faded(c, by * +style.fillOpacity)).filter((c) => c[3])
    const edge = parseFloat(style.strokeWidth) >= 1 ? colour(style.stroke) : null
    if (edge && edge[3]) painted.push(faded(edge, by * +style.strokeOpacity))
    if (!painted.length) continue
    const best = Math.max(...painted.map((c) => contrast(over(c, ground), ground)))
    if (best < 2.995) faults.push({ what: "mark", text: e.outerHTML.slice(0, 200), ratio: Math.round(best * 100) / 100, where: where(e) })
  }

  // Charts and tables say what they show.
  for (const e of document.querySelectorAll("[data-testid=stPlotlyChart], [data-testid=stDataFrame]")) {
    const named = [e, ...e.querySelectorAll("[aria-label], [alt]")].filter((n) => !n.closest("button, a, .modebar"))
      .map((n) => n.getAttribute("aria-label") ?? n.getAttribute("alt") ?? "")
    if (!named.some((name) => name.length > 12)) faults.push({ what: "no alternative", text: named.join("|"), ratio: 0, where: where(e) })
  }
  free.remove()
  return { faults, texts, charts: document.querySelectorAll(".js-plotly-plot:has(.main-svg)").length }
}

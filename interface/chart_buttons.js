// Buttons that save the chart above them. PNG and SVG are made here: Plotly's own "Download plot" is pressed with a
// layout made for pictures (light ground, title and source), and the page's layout is put back. For PDF and ZIP the
// same pictures go to the server, which sends the file back.
const WAIT = 20000 // ms, for a picture
const saved = new Set() // files that have been handed to the browser

// Plotly tells in a box of its own what it saves; these buttons say it themselves.
function quiet() {
  if (document.getElementById("gigaledger-quiet")) return
  const style = document.createElement("style")
  style.id = "gigaledger-quiet"
  style.textContent = ".plotly-notifier { display: none; }"
  document.head.append(style)
}

const chartOf = (key) => document.querySelector(`.st-key-${key} .js-plotly-plot`)
const saverOf = (chart) => chart?.querySelector('.modebar-btn[data-title^="Download plot"]')

function press(data, format, filename) {
  const chart = chartOf(data.chart)
  const saver = saverOf(chart)
  if (!saver) throw new Error("The chart is not drawn yet.")
  quiet()
  const { layout, data: traces, _context: context } = chart
  const options = context.toImageButtonOptions
  try {
    chart.layout = structuredClone(data.layout)
    chart.data = traces.map(({ selectedpoints, ...trace }) => trace) // a picture shows no selection
    context.toImageButtonOptions = {
      format, filename, width: data.layout.width, height: data.layout.height, scale: format === "svg" ? 1 : 2,
    }
    saver.click()
  } finally {
    chart.layout = layout
    chart.data = traces
    context.toImageButtonOptions = options
  }
}

// The picture itself, as a Blob: Plotly's download is kept from reaching the browser.
function picture(data, format) {
  const filename = `picture-${Date.now()}-${Math.random()}`
  const make = URL.createObjectURL
  return new Promise((resolve, reject) => {
    const stop = (event) => {
      if (event.target.download !== `${filename}.${format}`) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    const end = (settle, value) => {
      clearTimeout(timer)
      URL.createObjectURL = make
      setTimeout(() => document.removeEventListener("click", stop, true)) // after the click that follows
      settle(value)
    }
    const timer = setTimeout(() => end(reject, new Error("The picture could not be made in this browser.")), WAIT)
    document.addEventListener("click", stop, true)
    URL.createObjectURL = (blob) => {
      const url = make.call(URL, blob)
      if (blob.type.includes(format)) end(resolve, blob)
      return url
    }
    try { press(data, format, filename) } catch (fault) { end(reject, fault) }
  })
}

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result.split(",", 2)[1])
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}

function hand(file) {
  const bytes = Uint8Array.from(atob(file.content), (c) => c.charCodeAt(0))
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([bytes], { type: file.mime }))
  link.download = file.name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}

const WORDS = {
  png: "as PNG", svg: "as SVG", pdf: "as PDF", zip: "as ZIP with its data, quotes, sources and a citation",
}

export default function ({ parentElement, data, setTriggerValue }) {
  const row = parentElement.querySelector(".row")
  const said = parentElement.querySelector(".said")
  row.state = { data, setTriggerValue }
  const wait = (busy, words = "") => {
    for (const button of row.children) button.disabled = busy
    said.textContent = words
  }
  const done = () => {
    wait(false, "Saved")
    setTimeout(() => { if (said.textContent === "Saved") said.textContent = "" }, 3000)
  }
  if (!row.children.length) {
    for (const format of ["png", "svg", "pdf", "zip"]) {
      const button = document.createElement("button")
      button.type = "button"
      button.textContent = format.toUpperCase()
      button.onclick = async () => {
        const now = row.state
        try {
          if (format === "png" || format === "svg") {
            press(now.data, format, now.data.filename)
            done()
            return
          }
          wait(true, `Making the ${format.toUpperCase()} …`)
          const svg = await base64(await picture(now.data, "svg"))
          const png = format === "zip" ? await base64(await picture(now.data, "png")) : ""
          now.setTriggerValue("wanted", { format, svg, png, address: location.href })
        } catch (fault) {
          wait(false, fault.message)
        }
      }
      row.append(button)
    }
  }
  for (const button of row.children) {
    const words = WORDS[button.textContent.toLowerCase()]
    button.title = `Download the chart ${words}`
    button.setAttribute("aria-label", `Download the chart ${words}: ${data.title}`)
  }
  if (data.file && !saved.has(data.file.id)) {
    saved.add(data.file.id)
    if (data.file.fault) wait(false, data.file.fault)
    else {
      hand(data.file)
      done()
    }
  }
}

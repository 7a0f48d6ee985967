// Buttons that save the chart above them as PNG and SVG, in the browser: Plotly's own "Download plot" is pressed
// with a layout made for pictures (light ground, title and source), and the page's layout is put back.
const chartOf = (key) => document.querySelector(`.st-key-${key} .js-plotly-plot`)
const saverOf = (chart) => chart.querySelector('.modebar-btn[data-title^="Download plot"]')

function save(data, format) {
  const chart = chartOf(data.chart)
  const saver = chart && saverOf(chart)
  if (!saver) return
  const { layout, _context: context } = chart
  const options = context.toImageButtonOptions
  try {
    chart.layout = structuredClone(data.layout)
    context.toImageButtonOptions = {
      format, filename: data.filename, width: data.layout.width, height: data.layout.height,
      scale: format === "svg" ? 1 : 2,
    }
    saver.click()
  } finally {
    chart.layout = layout
    context.toImageButtonOptions = options
  }
}

export default function ({ parentElement, data }) {
  const row = parentElement.querySelector(".row")
  row.replaceChildren()
  for (const format of ["png", "svg"]) {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = format.toUpperCase()
    button.setAttribute("aria-label", `Download the chart as ${format.toUpperCase()}: ${data.title}`)
    button.onclick = () => save(data, format)
    row.append(button)
  }
}

// The first stop of the Tab key: leads past the menu and the filters to the page itself.
const ID = "gigaledger-skip"

export default function () {
  if (document.getElementById(ID)) return
  const button = document.createElement("button")
  button.id = ID
  button.type = "button"
  button.textContent = "Skip to the page"
  button.onclick = () => {
    const main = document.querySelector("[data-testid=stMain]")
    main.tabIndex = -1
    main.focus({ preventScroll: true })
  }
  document.body.prepend(button)
}

// Goes to the same page with another query: the one that an address meant, in the words of the filters.
export default function ({ data }) {
  location.replace(`${location.pathname}?${data.query}`)
}

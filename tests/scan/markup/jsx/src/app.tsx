export default function App(p) { return p.children }

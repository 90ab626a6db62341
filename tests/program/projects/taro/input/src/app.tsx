import './app.scss'
export default function App() {}
import { Card } from '@/components/card'
export default () => <Card/>
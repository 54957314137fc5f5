public import Catalog
public import Money
public import Time

extension Difference {
    /// What a side says beside its amount.
    public enum Detail: Sendable, Equatable {
        /// How many movements of a day.
        case movements(Int, of: Day)
        /// What is due, of the invoice with that number.
        case due(of: String)
        /// The invoice with that number is void.
        case isVoid(String)
        /// Another merchant's order.
        case orderOf(Merchant.ID)
        case invoiceIssued(Instant)
        case paymentOf(Instant)
        case paid(Amount)
        /// Until when an order could be paid.
        case until(Instant)
        case at(Instant)
        case takenIn(Instant)
        /// It is a fee: exactly that much where the channel states more places than money has.
        case fee(String?)
        /// The balance before or after the entry with that number.
        case before(String), after(String)
        /// More may follow.
        case soFar
        /// A word or number of the channel's own.
        case stated(String)

        /// As messages, tables and the difference's id have it.
        public var text: String {
            switch self {
            case .movements(let count, let day):
                "\(count) movement\(count == 1 ? "" : "s") of \(day)"
            case .due(let number): "due of \(number)"
            case .isVoid(let number): "\(number) is void"
            case .orderOf(let merchant): "the order is one of \(merchant)"
            case .invoiceIssued(let at): "its invoice was issued at \(Zone.shanghai.text(at))"
            case .paymentOf(let at): "its payment is of \(Zone.shanghai.text(at))"
            case .paid(let amount): "\(amount) was paid"
            case .until(let at): "until \(Zone.shanghai.text(at))"
            case .at(let at): "at \(Zone.shanghai.text(at))"
            case .takenIn(let at): "taken in at \(Zone.shanghai.text(at))"
            case .fee(let stated): stated.map { "fee \($0)" } ?? "fee"
            case .before(let number): "before \(number)"
            case .after(let number): "after \(number)"
            case .soFar: "so far"
            case .stated(let words): words
            }
        }
    }
}

import Catalog
import GRDB
import Money
import Time

/// Resolves lines of the usual shape from tables in memory, without making a text or a document of any of them.
///
/// It answers nil for whatever it does not know at once, such as a customer that was not met before, and for whatever
/// could be refused; then the line goes the way of all lines, which also teaches it the customer and the series.
struct UsualEvents {
    /// An event that is new as far as its line tells, ready to be stored.
    struct Ready {
        var merchantRow: Int64 = 0
        var series: Int64 = 0
        var occurredAt: Int64 = 0
        var quantity = Exact.one
        var isLate = false
        /// By slot.
        var measures = [DatabaseValue](repeating: .null, count: EventShape.slotCount)
        /// Canonical JSON of what is not a dimension; empty where there is none.
        var properties: [UInt8] = []
    }

    /// What of it is numbers, and the hash of its key.
    struct Event {
        let merchantRow: Int64
        let series: Int64
        let occurredAt: Int64
        let quantity: Exact
        let isLate: Bool
        let hash: Int64

        init(_ ready: Ready, hash: Int64) {
            merchantRow = ready.merchantRow
            series = ready.series
            occurredAt = ready.occurredAt
            quantity = ready.quantity
            isLate = ready.isLate
            self.hash = hash
        }
    }

    private struct Owner {
        let row: Int64
        let merchantRow: Int64
        let desk: Int
        /// When its subscription begins.
        let start: Int64
    }

    private struct Desk {
        let plans: [EventPlan]
        /// Events before it are of a closed month.
        let closedBefore: Int64
    }

    /// Of what it was learned: of two with one edition, the later knows all that the earlier does, and nothing otherwise.
    let edition: Int

    private var customers = ByteTable()
    private var owners: [Owner] = []
    private var deskOfMerchant: [Merchant.ID: Int] = [:]
    private var desks: [Desk] = []
    private var series = ByteTable()
    /// Customer, event name and dimensions of the line, as `series` has them.
    private var seriesKey: [UInt8] = []
    private(set) var ready = Ready()

    init(edition: Int) { self.edition = edition }

    /// Learns a customer that a line was taken for.
    mutating func learn(_ customer: Customer.ID, _ owner: EventIndex.Owner, _ desk: EventIndex.Desk)
    {
        let bytes = Array(customer.text.utf8)
        guard bytes.withUnsafeBufferPointer({ customers[$0] }) == nil,
            let start = desk.starts[customer]
        else { return }
        let place: Int
        if let known = deskOfMerchant[owner.merchant] {
            place = known
        } else {
            place = desks.count
            deskOfMerchant[owner.merchant] = place
            desks.append(
                Desk(
                    plans: desk.shapes.compactMap { name, shape in
                        desk.rules[name].flatMap { EventPlan(name, shape, $0) }
                    },
                    closedBefore: desk.lastClosed.map { desk.zone.end(of: $0).nanoseconds }
                        ?? .min))
        }
        bytes.withUnsafeBufferPointer { customers.insert($0, owners.count) }
        owners.append(
            Owner(
                row: owner.customerRow, merchantRow: owner.merchantRow, desk: place,
                start: start.nanoseconds))
    }

    /// Learns the number of the series that the last line asked for has.
    mutating func learn(series number: Int64) {
        if seriesKey.isEmpty || seriesKey.withUnsafeBufferPointer({ series[$0] }) != nil { return }
        seriesKey.withUnsafeBufferPointer { series.insert($0, Int(number)) }
    }

    /// Fills `ready` from the line; false where the line has to go the way of all lines.
    mutating func resolve(
        _ scan: EventLineScan, _ line: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        seriesKey.removeAll(keepingCapacity: true)
        guard let owner = customers[scan.customer!.bytes(line)].map({ owners[$0] }),
            let plan = desks[owner.desk].plans.first(where: {
                $0.eventName.elementsEqual(scan.name!.bytes(line))
            }), let at = time(scan.timestamp!.bytes(line)), at >= owner.start,
            quantity(scan, line, plan), properties(scan, line, plan)
        else {
            seriesKey.removeAll(keepingCapacity: true)
            return false
        }
        ready.merchantRow = owner.merchantRow
        ready.occurredAt = at
        ready.isLate = at < desks[owner.desk].closedBefore
        seriesKey.withUnsafeMutableBytes {
            $0.storeBytes(of: owner.row, as: Int64.self)
            $0.storeBytes(of: plan.eventNameID, toByteOffset: 8, as: Int64.self)
        }
        guard let number = seriesKey.withUnsafeBufferPointer({ series[$0] }) else { return false }
        ready.series = Int64(number)
        return true
    }

    /// Nanoseconds since 1970 of a time with its offset; nil before 1970 and after 2260.
    private func time(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard let (local, nanosecond, offset) = Instant.scan(bytes), let offset,
            (86_400..<9_150_000_000).contains(local)
        else { return nil }
        return (local - Int64(offset)) * Instant.nanosecondsPerSecond + nanosecond
    }

    private mutating func quantity(
        _ scan: EventLineScan, _ line: UnsafeBufferPointer<UInt8>, _ plan: EventPlan
    ) -> Bool {
        guard let part = scan.quantity else {
            ready.quantity = .one
            return !plan.readsQuantity
        }
        guard let number = Exact.scan(part.bytes(line)), (try? Quantity(number)) != nil,
            !number.isNegative
        else { return false }
        ready.quantity = number
        return true
    }

    /// Parts the properties into dimensions, measures and the rest.
    private mutating func properties(
        _ scan: EventLineScan, _ line: UnsafeBufferPointer<UInt8>, _ plan: EventPlan
    ) -> Bool {
        for slot in ready.measures.indices { ready.measures[slot] = .null }
        ready.properties.removeAll(keepingCapacity: true)
        seriesKey.append(contentsOf: repeatElement(0, count: 16))
        // Dimensions in the order of their names, each with its length; one that is not there has none.
        for dimension in 0..<plan.dimensionCount {
            let property = scan.properties.first {
                if case .dimension(dimension)? = plan.role(of: $0.name.bytes(line)) { return true }
                return false
            }
            guard let property else {
                seriesKey.append(contentsOf: [255, 255, 255, 255])
                continue
            }
            // A number would have to be brought to its one form.
            guard property.isText else { return false }
            let bytes = property.value.bytes(line)
            withUnsafeBytes(of: Int32(bytes.count).littleEndian) {
                seriesKey.append(contentsOf: $0)
            }
            seriesKey.append(contentsOf: bytes)
        }
        let inOrder = scan.properties.sorted {
            $0.name.bytes(line).lexicographicallyPrecedes($1.name.bytes(line))
        }
        for property in inOrder {
            let value = property.value.bytes(line)
            switch plan.role(of: property.name.bytes(line)) {
            case .dimension: continue
            case .number(let slot):
                guard let number = Exact.scan(value), (try? Quantity(number)) != nil,
                    !number.isNegative
                else { return false }
                ready.measures[slot - 1] = number.databaseValue
                rest(property.name.bytes(line))
                ready.properties.append(contentsOf: number.description.utf8)
            case .text(let slot):
                guard property.isText else { return false }
                ready.measures[slot - 1] =
                    String(decoding: value, as: UTF8.self).databaseValue
                rest(property.name.bytes(line))
                quote(value)
            case nil:
                rest(property.name.bytes(line))
                if property.isText {
                    quote(value)
                } else {
                    ready.properties.append(contentsOf: value)
                }
            }
        }
        if !ready.properties.isEmpty { ready.properties.append(UInt8(ascii: "}")) }
        return plan.tokensAgree(ready.measures)
    }

    /// What stands before a property's value.
    private mutating func rest(_ name: UnsafeBufferPointer<UInt8>) {
        ready.properties.append(
            ready.properties.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
        quote(name)
        ready.properties.append(UInt8(ascii: ":"))
    }

    private mutating func quote(_ text: UnsafeBufferPointer<UInt8>) {
        ready.properties.append(UInt8(ascii: "\""))
        ready.properties.append(contentsOf: text)
        ready.properties.append(UInt8(ascii: "\""))
    }
}

// swift-tools-version: 6.1
import PackageDescription

/// The same settings for every room: no implicit existential, every member through a visible import.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// A room of the house and its tests: `Sources/NAME` and `Tests/NAMETests`. Its tests may use
/// rooms below it too.
func room(
    _ name: String, uses: [String] = [], products: [Target.Dependency] = [],
    snapshots: Bool = false, testsUse: [String] = []
) -> [Target] {
    let dependencies = uses.map { Target.Dependency.target(name: $0) } + products
    return [
        .target(
            name: name, dependencies: dependencies, exclude: ["README.md"],
            swiftSettings: strict),
        .testTarget(
            name: name + "Tests",
            dependencies: [.target(name: name), "TestSupport"] + dependencies
                + testsUse.map { .target(name: $0) },
            exclude: snapshots ? ["Snapshots"] : [], swiftSettings: strict),
    ]
}

/// A C library installed by the system's package manager.
func system(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

let package = Package(
    name: "bm",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        system("CCairo", pkgConfig: "cairo", apt: "libcairo2-dev"),
        system("CPango", pkgConfig: "pangocairo", apt: "libpango1.0-dev"),
        system("CQRencode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
        system("CQPDF", pkgConfig: "libqpdf", apt: "libqpdf-dev"),
        system("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev"),
        system("CRSVG", pkgConfig: "librsvg-2.0", apt: "librsvg2-dev"),
        system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    ]
        // Rooms that know.
        + room("Money")
        + room("Time")
        + room("Store", uses: ["Money", "Time"], products: [grdb, grdbSQLite, crypto])
        + room("Catalog", uses: ["Money", "Time", "Store"], products: [grdb, yams])
        + room("FX", uses: ["Money", "Time", "Store"], products: [grdb])
        + room("Generator", uses: ["Time"], testsUse: ["Catalog", "Metering"])
        // Rooms that move money.
        + room(
            "Metering", uses: ["Money", "Time", "Store", "Catalog"],
            products: [grdb, grdbSQLite, crypto])
        + room("Rating", uses: ["Money", "Time", "Store", "Catalog", "Metering"], products: [grdb])
        + room("Credits", uses: ["Money", "Time", "Store", "Catalog"], products: [grdb])
        + room(
            "Invoicing",
            uses: ["Money", "Time", "Store", "Catalog", "Metering", "Rating", "Credits", "FX"],
            products: [grdb])
        + room(
            "Checkout",
            uses: ["Money", "Time", "Store", "Catalog", "Invoicing", "CArchive"], products: [grdb])
        + room(
            "Ledger",
            uses: [
                "Money", "Time", "Store", "Catalog", "Metering", "Rating", "Credits", "FX",
                "Invoicing", "Checkout",
            ], products: [grdb], testsUse: ["Settlement"])
        + room(
            "Settlement",
            uses: ["Money", "Time", "Store", "Catalog", "FX", "Invoicing", "Checkout", "Ledger"],
            products: [grdb])
        + room(
            "Outbox",
            uses: [
                "Money", "Time", "Store", "Catalog", "Rating", "Invoicing", "Checkout", "Ledger",
                "Settlement",
            ], products: [grdb, crypto])
        // Rooms that show.
        + room(
            "EInvoicing",
            uses: [
                "Money", "Time", "Catalog", "Metering", "Rating", "Credits", "FX", "Invoicing",
            ])
        + room(
            "Typesetting", uses: ["CCairo", "CPango", "CQRencode", "CQPDF", "CRSVG", "CZlib"],
            snapshots: true)
        + room(
            "Documents",
            uses: [
                "Money", "Time", "Store", "Catalog", "Metering", "Rating", "FX", "Invoicing",
                "EInvoicing", "Checkout", "Ledger", "Settlement", "Typesetting",
            ], snapshots: true)
        + room("Web", uses: ["Money", "Time"], products: [mustache])
        + room(
            "Dashboard",
            uses: [
                "Money", "Time", "Store", "Catalog", "Metering", "Rating", "Credits", "FX",
                "Invoicing", "Checkout", "Ledger", "Settlement", "Outbox", "Typesetting",
                "Documents", "Web",
            ], products: [grdb])
        // It holds the keys.
        + [
            .executableTarget(
                name: "bm",
                dependencies: [
                    "Money", "Time", "Store", "Catalog", "FX", "Metering", "Rating", "Credits",
                    "Invoicing", "Checkout", "Ledger", "Settlement", "Outbox", "Typesetting",
                    "EInvoicing", "Documents", "Web", "Dashboard", "Generator", "CArchive", "CZlib",
                    grdb,
                    crypto,
                    arguments,
                ], exclude: ["README.md"], swiftSettings: strict),
            .testTarget(name: "HouseTests", swiftSettings: strict),
            // What tests share, and the whole way from example files to figures.
            .target(
                name: "TestSupport",
                dependencies: ["Money", "Time", "Store", "Catalog", "FX", "Metering", grdb],
                path: "Tests/TestSupport", swiftSettings: strict),
            // Whole months in the domain's own words, through the commands' own doors.
            .testTarget(
                name: "ScenarioTests",
                dependencies: [
                    "Money", "Time", "Store", "Catalog", "FX", "Metering", "Credits", "Invoicing",
                    "Checkout", "Ledger", "Settlement", "Outbox", "bm", "TestSupport", grdb,
                ], exclude: ["Scenarios"], swiftSettings: strict),
            // Prices without a ledger, case by case.
            .testTarget(
                name: "QuoteTests",
                dependencies: ["Money", "Store", "bm", "TestSupport"],
                exclude: ["Cases"], swiftSettings: strict),
            // Every reader on broken input: two thousand each, or as many as BM_FUZZ_INPUTS says.
            .testTarget(
                name: "FuzzTests",
                dependencies: [
                    "Money", "Time", "Store", "Catalog", "FX", "Metering", "Checkout", "Documents",
                    "Typesetting", "bm",
                    "TestSupport", arguments,
                ], exclude: ["Seeds"], swiftSettings: strict),
            .testTarget(
                name: "ExamplesTests",
                dependencies: [
                    "bm", "FX", "Credits", "Money", "Time", "Store", "Catalog", "Metering",
                    "Rating", "Invoicing",
                    "TestSupport", "CZlib", grdb,
                ], swiftSettings: strict),
        ]
)
